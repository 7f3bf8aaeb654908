/**
 * What a stream of scored images looks like beside the images its network was tested on. {@link
 * org.inkstream.model.drift.ScoredRows} are a scored batch; a {@link
 * org.inkstream.model.drift.FeatureMap} makes numbers of each of its rows; the {@link
 * org.inkstream.model.drift.ReferenceProfile} has their distribution in the reference; {@link
 * org.inkstream.model.drift.WindowCounts} counts a window of events into the profile's bins; the
 * {@link org.inkstream.model.drift.DriftMonitor} weighs one window after another; {@link
 * org.inkstream.model.drift.DriftReports} words what came of it.
 *
 * <p>Pure: no Kafka, no files, no clock, no network library. May import the schemas (for {@code
 * DriftCounts} and {@code DriftReport}), Jackson, commons-math, and commons-codec for its hash.
 */
package org.inkstream.model.drift;
