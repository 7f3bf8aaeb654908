package org.inkstream.streams.serve;

import java.util.Optional;

/**
 * Where health, metrics and the API are served, and who may change something there.
 *
 * @param host name or address to listen on
 * @param port empty for 8080, or a free one if that is taken; 0 for any free one
 * @param token what a call that changes something has to bear; empty for nothing
 */
public record HttpSettings(String host, Optional<Integer> port, Optional<String> token) {

  /** On this machine only, without a token. */
  public static HttpSettings local(Optional<Integer> port) {
    return new HttpSettings("localhost", port, Optional.empty());
  }
}
