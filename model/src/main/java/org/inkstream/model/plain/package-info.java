/**
 * Models that need no tensor library: trees and kernel machines. Their arithmetic, in plain Java
 * and in one fixed order, and the bounded file that they travel in. May import nothing.
 */
package org.inkstream.model.plain;
