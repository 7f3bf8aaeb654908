package org.inkstream.model.bundle;

/**
 * How long the steps of the gate took, in milliseconds.
 *
 * @param verifyMillis digests and golden rows
 * @param loadMillis building the network
 * @param warmMillis running it until it is warm
 */
public record GateTimes(long verifyMillis, long loadMillis, long warmMillis) {}
