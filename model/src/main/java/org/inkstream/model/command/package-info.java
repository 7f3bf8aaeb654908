/**
 * What the commands of every module share: the options for Kafka, how an error is shown as one
 * line, how a signal ends a command, the exit codes, and what the terminal can show. May import the
 * topics, Kafka's clients and picocli; knows no command.
 */
package org.inkstream.model.command;
