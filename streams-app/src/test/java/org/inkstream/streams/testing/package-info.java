/**
 * What tests of several packages put on the wire: tiny real models whose answers can be computed by
 * hand, models of every family that the trainer has made, and image events good and bad. May import
 * the model module, the trainer and Deeplearning4j.
 */
package org.inkstream.streams.testing;
