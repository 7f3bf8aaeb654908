/**
 * Sequential detectors with a bound on false alarms: given the counts of one window after another,
 * how much speaks against no drift. Pure mathematics on counts; knows no images, no networks, no
 * profiles and no clock; may import commons-math.
 */
package org.inkstream.model.drift.detect;
