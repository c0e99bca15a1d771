/** Dagster on the local bridge: sessions of warm Python processes and the protocol spoken with them. */
package io.github.dagstermaven.bridge;
