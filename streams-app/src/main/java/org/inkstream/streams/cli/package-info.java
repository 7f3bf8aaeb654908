/**
 * Where this module's commands come together. May import the packages of the commands, which may
 * not import it.
 */
package org.inkstream.streams.cli;
