/**
 * Ed25519 signatures by the JDK's own provider: key files, signing, and verifying against a folder
 * of trusted keys. Knows what bytes are, not what they mean; imports nothing.
 */
package org.inkstream.model.signing;
