/**
 * Who serves now, by their heartbeats, what each has loaded, and promotions that wait for them. May
 * import Kafka's clients, the topics, the registry and the schemas; knows no command.
 */
package org.inkstream.model.fleet;
