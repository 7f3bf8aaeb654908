package org.inkstream.streams.api;

import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Who may change something: whoever bears the token; where there is none, whoever is on this
 * machine and is not a web page.
 *
 * @param token to be borne; empty if there is none
 * @param loopback true if nobody else than this machine can reach us
 */
record Access(Optional<String> token, boolean loopback) {

  private static final String BEARER = "Bearer ";

  /** Access to what listens on a host. */
  static Access of(Optional<String> token, String host) {
    try {
      return new Access(
          token,
          Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress));
    } catch (UnknownHostException e) {
      // Nobody can listen there either.
      return new Access(token, false);
    }
  }

  /**
   * Lets a call that changes something pass.
   *
   * @throws ApiProblem if it may not
   */
  void require(Context http) {
    if (token.isPresent()) {
      String borne = http.header(Header.AUTHORIZATION);
      if (borne == null) {
        throw unauthorized(http, "the token of --http-token-file is wanted");
      }
      if (!MessageDigest.isEqual(bytes(borne), bytes(BEARER + token.get()))) {
        throw unauthorized(http, "what Authorization bears is not the token of --http-token-file");
      }
    } else if (!loopback) {
      throw new ApiProblem(
          HttpStatus.FORBIDDEN,
          "forbidden",
          "changes are taken from this machine only, unless serve has --http-token-file");
    } else if (http.header(Header.ORIGIN) != null) {
      // Any page in a browser on this machine could ask; browsers say that it is a page.
      throw new ApiProblem(
          HttpStatus.FORBIDDEN,
          "forbidden",
          "changes are not taken from web pages without a token");
    }
  }

  private static ApiProblem unauthorized(Context http, String detail) {
    http.header(Header.WWW_AUTHENTICATE, "Bearer");
    return new ApiProblem(HttpStatus.UNAUTHORIZED, "unauthorized", detail);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
