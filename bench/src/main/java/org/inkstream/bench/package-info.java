/**
 * {@code inkstream bench}: measures this project beside its baselines, as docs/performance.md
 * tells. May import everything; nothing may import it.
 */
package org.inkstream.bench;
