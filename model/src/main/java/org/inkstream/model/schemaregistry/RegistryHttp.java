package org.inkstream.model.schemaregistry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests to Confluent's REST API. Safe for use by many threads. */
final class RegistryHttp {

  /** The largest of our schemas has a twentieth of that. */
  private static final int MOST_BYTES = 256 << 10;

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final String TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int LONGEST_MESSAGE = 300;

  /** An answer that is not read to its end. */
  static final class TooLargeException extends IOException {
    TooLargeException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * What was answered.
   *
   * @param body missing if it was no JSON
   */
  record Answer(int status, JsonNode body) {

    boolean isOk() {
      return status == 200;
    }

    /**
     * True if it is the API that says there is no such thing, and not a proxy, or another server.
     */
    boolean saysNone(int... codes) {
      int code = body.path("error_code").asInt();
      boolean known = false;
      for (int each : codes) {
        known |= each == code;
      }
      return status == 404 && known;
    }

    /** Its error in one line. */
    String error() {
      String message = body.path("message").asText().replaceAll("\\s+", " ").strip();
      String line =
          message.length() <= LONGEST_MESSAGE
              ? message
              : message.substring(0, LONGEST_MESSAGE) + "…";
      return "HTTP status " + status + (line.isEmpty() ? "" : ": " + line);
    }
  }

  private final RegistryAddress address;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final ObjectMapper json = new ObjectMapper();

  RegistryHttp(RegistryAddress address) {
    this.address = address;
  }

  /** A part of a path that may have any characters. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Answer post(String path, JsonNode body) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
  }

  Answer put(String path, JsonNode body) throws IOException, InterruptedException {
    return send(request(path).PUT(BodyPublishers.ofByteArray(json.writeValueAsBytes(body))));
  }

  /** Where it is, for people. */
  @Override
  public String toString() {
    return address.toString();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.url() + path))
            .header("Accept", TYPE)
            .header("Content-Type", TYPE);
    address
        .user()
        .ifPresent(
            user ->
                request.header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(user.getBytes(StandardCharsets.UTF_8))));
    return request;
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request.build(), info -> new BoundedBody(MOST_BYTES));
    try {
      // Of the whole answer: HttpRequest's own timeout is over with the first of it.
      HttpResponse<byte[]> response = answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), parsed(response.body()));
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + ANSWER.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof BoundedBody.TooManyBytesException tooMany) {
        throw new TooLargeException(tooMany);
      }
      throw new IOException(
          cause instanceof ConnectException ? "no connection" : words(cause), cause);
    } finally {
      answer.cancel(true);
    }
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private JsonNode parsed(byte[] body) throws IOException {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      // Such as the page of a proxy: the status tells.
      return MissingNode.getInstance();
    }
  }
}
