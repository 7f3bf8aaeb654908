/**
 * What tests of several packages put on the wire: tiny real models whose answers can be computed by
 * hand, and image events good and bad. May import the model module and Deeplearning4j.
 */
package org.inkstream.streams.testing;
