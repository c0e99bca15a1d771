/** Results and definitions to console, JSON, JUnit XML and HTML. */
package io.github.dagstermaven.report;
