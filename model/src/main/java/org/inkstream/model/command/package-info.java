/**
 * What the commands of every module share: the options for Kafka and the schema registry, how an
 * error is shown as one line, how a signal ends a command, the exit codes, and what the terminal
 * can show. May import the topics, the schema registry, the schemas, Kafka's clients and picocli;
 * knows no command.
 */
package org.inkstream.model.command;
