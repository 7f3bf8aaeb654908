/**
 * The command line: where all commands come together, what they share (the options for Kafka, how
 * errors are shown, how a signal ends them). May import the packages of the commands; they in turn
 * may import {@link org.inkstream.streams.cli.KafkaOptions}, {@link
 * org.inkstream.streams.cli.CommandFailure} and {@link org.inkstream.streams.cli.Interruption}.
 */
package org.inkstream.streams.cli;
