/** The archive of a code location: which files of a project belong to it, and how they are packed. */
package io.github.dagstermaven.archive;
