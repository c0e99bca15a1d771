/** New projects: templates become files. Knows neither Maven nor Python. */
package io.github.dagstermaven.scaffold;
