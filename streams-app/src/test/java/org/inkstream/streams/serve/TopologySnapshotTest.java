package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologySnapshotTest {

  /**
   * Names of stores and of internal topics are in running deployments: renaming one loses what
   * waits there. Whoever changes the topology on purpose reviews the difference and replaces the
   * file with what this test found.
   */
  @Test
  void shouldBeTheTopologyThatWasReviewed(@TempDir Path stateDir) throws IOException {
    try (TopologyFixture app = new TopologyFixture(stateDir);
        InputStream reviewed = getClass().getResourceAsStream("/topology.txt")) {
      assertThat(app.topology().describe().toString().strip())
          .isEqualTo(new String(reviewed.readAllBytes(), UTF_8).strip());
    }
  }
}
