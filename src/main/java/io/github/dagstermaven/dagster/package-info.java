/** The port: what a goal asks of Dagster and what it gets back. Knows neither Maven nor Python. */
package io.github.dagstermaven.dagster;
