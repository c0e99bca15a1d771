/** Python environments: immutable, content-addressed folders that uv builds once and every build shares. */
package io.github.dagstermaven.environment;
