/** What a Python project's folder says without starting Python: which definitions it has, which Python and requirements it wants. */
package io.github.dagstermaven.project;
