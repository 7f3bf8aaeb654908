/**
 * The demonstration: broker, serving and image producer in this process, training in others. May
 * import every package of this module but the command line's.
 */
package org.inkstream.streams.demo;
