package org.inkstream.streams.demo;

import java.time.Duration;

/**
 * How the demonstration goes.
 *
 * @param launcher path of the launcher, which runs the other commands
 * @param duration after which it ends, wherever it is
 * @param rate images in a second
 * @param better family of the better network
 * @param epochs how long it learns
 */
record DemoSettings(String launcher, Duration duration, double rate, String better, int epochs) {}
