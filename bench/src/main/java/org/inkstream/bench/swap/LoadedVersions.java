package org.inkstream.bench.swap;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkstream.model.command.CommandFailure;

/** Which versions an instance has loaded, by its page of metrics. For one thread. */
final class LoadedVersions {

  private static final Pattern LINE =
      Pattern.compile("(?m)^inkstream_native_bytes\\{version=\"([^\"]+)\"} (\\S+)$");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI page;
  private Set<String> before = Set.of();
  private int loads;

  /**
   * @param pages where the instance's pages are
   */
  LoadedVersions(String pages) {
    this.page = URI.create(pages + "/metrics");
  }

  /** Native bytes of each version that is loaded now. */
  Map<String, Long> look() throws InterruptedException {
    try {
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
      Map<String, Long> now = nativeBytes(answer.body());
      loads += (int) now.keySet().stream().filter(version -> !before.contains(version)).count();
      before = now.keySet();
      return now;
    } catch (IOException e) {
      throw new CommandFailure("no metrics at " + page + ": " + e.getMessage(), e);
    }
  }

  /** How often a version was seen loaded that was not at the look before. */
  int loads() {
    return loads;
  }

  static Map<String, Long> nativeBytes(String metrics) {
    Map<String, Long> bytes = new TreeMap<>();
    Matcher line = LINE.matcher(metrics);
    while (line.find()) {
      bytes.put(line.group(1), (long) Double.parseDouble(line.group(2)));
    }
    return bytes;
  }
}
