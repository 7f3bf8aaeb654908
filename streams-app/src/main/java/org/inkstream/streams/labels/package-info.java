/**
 * Late labels meet the events that were scored. Where events are scored, a {@link
 * org.inkstream.streams.labels.ScoredCollector} keeps what a label will need, by label partition;
 * the labels topic is routed by the hash of the ids to the same partitions; there {@link
 * org.inkstream.streams.labels.LabelJoin}'s join holds both until they meet or are too old, and
 * sends what the labels said to the drift windows.
 *
 * <p>May import the drift statistics, the comparisons and the prediction sets of the model module,
 * the schemas, Kafka Streams and this module's drift; knows no scoring and no registry.
 */
package org.inkstream.streams.labels;
