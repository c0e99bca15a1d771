/** Results and definitions to console, JSON and JUnit XML. */
package io.github.dagstermaven.report;
