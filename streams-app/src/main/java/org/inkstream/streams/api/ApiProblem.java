package org.inkstream.streams.api;

import io.javalin.http.HttpStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Why a call was not done, as it is told to the caller: problem details of RFC 9457. */
final class ApiProblem extends RuntimeException {

  /** Media type of the answer. */
  static final String MEDIA_TYPE = "application/problem+json";

  private final HttpStatus status;
  private final String kind;

  /**
   * @param kind what it is, in lower case with hyphens; never changed, as callers compare it
   * @param detail what exactly was found, for people
   */
  ApiProblem(HttpStatus status, String kind, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.kind = kind;
  }

  /** A body that is not as it should be. */
  static ApiProblem badRequest(String detail) {
    return new ApiProblem(HttpStatus.BAD_REQUEST, "bad-request", detail);
  }

  HttpStatus status() {
    return status;
  }

  /** The answer's body. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "urn:inkstream:problem:" + kind);
    body.put("title", status.getMessage().toLowerCase(Locale.ROOT));
    body.put("status", status.getCode());
    body.put("detail", getMessage());
    return body;
  }
}
