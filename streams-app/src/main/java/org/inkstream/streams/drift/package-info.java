/**
 * Windows of drift statistics in the topology. Where events are scored, a {@link
 * org.inkstream.streams.drift.DriftCounter} adds up a batch and a {@link
 * org.inkstream.streams.drift.PartitionClock} says how far the partition has come; their counts
 * meet on one partition, where {@link org.inkstream.streams.drift.DriftWindows} adds them up and
 * reports each window once no partition can add to it.
 *
 * <p>The statistics themselves are in the model module. May import those, the schemas, Kafka
 * Streams and the serde; knows no scoring and no registry.
 */
package org.inkstream.streams.drift;
