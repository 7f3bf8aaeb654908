/**
 * What a stream of scored images looks like beside the images its network was tested on. An {@link
 * org.inkstream.model.drift.Observation} is one scored event; the {@link
 * org.inkstream.model.drift.FeatureMap} makes numbers of it; the {@link
 * org.inkstream.model.drift.ReferenceProfile} has their distribution in the reference; {@link
 * org.inkstream.model.drift.WindowCounts} counts a window of events into the profile's bins; {@link
 * org.inkstream.model.drift.DriftReports} compares.
 *
 * <p>Pure: no Kafka, no files, no clock, no network library. May import the schemas (for {@code
 * DriftCounts} and {@code DriftReport}) and Jackson.
 */
package org.inkstream.model.drift;
