package org.inkstream.streams.driftview;

/**
 * How the table is to look.
 *
 * @param all all statistics, else the first of them and those in WARN or ALARM
 * @param width columns of the terminal
 * @param sparkline what the bars are drawn with
 */
record Look(boolean all, int width, Sparkline sparkline) {}
