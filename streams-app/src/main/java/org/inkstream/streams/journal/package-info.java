/**
 * What a task has gathered and not yet told others, where a crash cannot lose it: {@link
 * org.inkstream.streams.journal.Journal}. Telling once a second what would be a message a batch
 * spares those who listen, and Kafka, most of the work.
 */
package org.inkstream.streams.journal;
