/** Child processes: start, drain, end the whole tree. The only user of {@link java.lang.ProcessBuilder}. */
package io.github.dagstermaven.process;
