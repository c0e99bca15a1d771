/** The goals: parameters to requests, results to log lines and a verdict. The only importer of Maven. */
package io.github.dagstermaven.mojo;
