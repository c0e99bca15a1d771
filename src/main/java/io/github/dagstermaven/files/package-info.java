/** Files as they are on the disk, whoever writes them. */
package io.github.dagstermaven.files;
