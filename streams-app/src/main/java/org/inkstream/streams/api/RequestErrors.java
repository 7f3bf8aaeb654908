package org.inkstream.streams.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.HttpStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;

/**
 * Tells as a problem what Jetty refuses before any call is looked for, such as a path that cannot
 * be read; it would answer with a page.
 */
final class RequestErrors extends ErrorHandler {

  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
    fields.put(HttpHeader.CONTENT_TYPE, ApiProblem.MEDIA_TYPE);
    return ByteBuffer.wrap(body(status, reason));
  }

  @Override
  protected void generateAcceptableResponse(
      Request jetty,
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      String reason)
      throws IOException {
    jetty.setHandled(true);
    response.setContentType(ApiProblem.MEDIA_TYPE);
    response.getOutputStream().write(body(status, reason));
  }

  private static byte[] body(int status, String reason) {
    String detail = reason == null ? "the request cannot be read" : reason;
    try {
      return JSON.writeValueAsBytes(
          new ApiProblem(HttpStatus.forStatus(status), "bad-request", detail).body());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
