/**
 * The trainer's commands: what they are asked, what they print, and the files they read and write.
 * May import everything of the trainer and of the model, picocli, Jackson and Kafka's admin client;
 * nothing may import it.
 */
package org.inkstream.trainer.cli;
