package org.inkstream.streams.serve;

/**
 * How an instance is.
 *
 * @param live false when only a restart helps
 * @param ready true while it answers events
 * @param detail in words
 */
record Health(boolean live, boolean ready, String detail) {}
