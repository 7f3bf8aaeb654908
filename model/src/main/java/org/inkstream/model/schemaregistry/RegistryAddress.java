package org.inkstream.model.schemaregistry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a schema registry is, and who we are to it.
 *
 * @param url the root of its Confluent API, without a slash at its end; has no secrets in it
 * @param user {@code name:password}; empty if it wants none
 */
public record RegistryAddress(URI url, Optional<String> user) {

  /**
   * An address from texts.
   *
   * @throws IllegalArgumentException if the URL is none of HTTP, or the user is no {@code
   *     name:password}; the message has no secrets in it
   */
  public static RegistryAddress parse(String url, Optional<String> user) {
    String stripped = url.strip().replaceAll("/+$", "");
    URI parsed;
    try {
      parsed = new URI(stripped);
    } catch (URISyntaxException e) {
      // Its message quotes the text, which may have a password in it.
      throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
    }
    if (parsed.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "a URL with a user in it is seen by everybody who lists processes");
    }
    if (!("http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme()))
        || parsed.getHost() == null
        || parsed.getQuery() != null
        || parsed.getFragment() != null) {
      throw new IllegalArgumentException("'" + stripped + "' is not http(s)://HOST[:PORT][/PATH]");
    }
    if (user.isPresent() && user.get().indexOf(':') < 1) {
      throw new IllegalArgumentException("the user is not NAME:PASSWORD");
    }
    return new RegistryAddress(parsed, user);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return url.toString();
  }
}
