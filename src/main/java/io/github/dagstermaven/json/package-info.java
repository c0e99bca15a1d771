/** What every reader of JSON has in common, whoever has written it: numbers lose no digit, absent and empty are the same. */
package io.github.dagstermaven.json;
