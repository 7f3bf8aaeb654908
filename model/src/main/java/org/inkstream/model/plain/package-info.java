/**
 * Models that need no tensor library: trees, kernel machines and recurrent networks. Their
 * arithmetic, in plain Java and in one fixed order, and the bounded file that they travel in. May
 * import nothing.
 */
package org.inkstream.model.plain;
