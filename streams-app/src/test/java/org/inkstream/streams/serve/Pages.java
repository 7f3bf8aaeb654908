package org.inkstream.streams.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an instance answers over HTTP, found by what it printed. */
final class Pages {

  private static final Pattern HEALTH = Pattern.compile("(http://\\S+?)/health/ready");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Pages() {}

  /** The status of an answer, or 0 if there is none. */
  static int status(String output, String path) {
    HttpResponse<String> answer = get(output, path);
    return answer == null ? 0 : answer.statusCode();
  }

  /** The text of an answer, or nothing if there is none. */
  static String text(String output, String path) {
    HttpResponse<String> answer = get(output, path);
    return answer == null ? "" : answer.body();
  }

  /** Scheme, host and port. */
  static String root(String output) {
    Matcher found = HEALTH.matcher(output);
    if (!found.find()) {
      throw new AssertionError("nothing is served yet: " + output);
    }
    return found.group(1);
  }

  private static HttpResponse<String> get(String output, String path) {
    Matcher found = HEALTH.matcher(output);
    if (!found.find()) {
      return null;
    }
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(found.group(1) + path)).timeout(PATIENCE).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
