/**
 * How a shadow compares with the champion: counts that add up exactly, the report of a window, and
 * tests that may be looked at after every window. Pure mathematics on counts; knows no networks, no
 * files and no clock; may import the schemas and commons-math.
 */
package org.inkstream.model.shadow;
