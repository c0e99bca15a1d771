package io.github.dagstermaven.dagster;

/**
 * A sensor's cursor.
 *
 * @param name the sensor
 * @param cursor the cursor that the instance keeps now; null when it keeps none
 * @param previous the one it kept before
 */
public record SensorCursor(String name, String cursor, String previous) {}
