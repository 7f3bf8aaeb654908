/**
 * Windows of what a shadow and the champion said of the same events: the counts of all partitions,
 * and of labels, meet on one partition and become one report a window and pair. Where events are
 * scored is in the scoring package, and the mathematics in the model module.
 *
 * <p>May import the model module's shadow, the schemas, Kafka Streams, the serde and this module's
 * drift, for how windows are cut; knows no scoring and no registry.
 */
package org.inkstream.streams.shadow;
