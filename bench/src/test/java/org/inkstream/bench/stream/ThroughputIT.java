package org.inkstream.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkstream.bench.report.Report;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.run.Children;
import org.inkstream.bench.run.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThroughputIT {

  @Test
  void shouldMeasureAnApplicationInAProcessOfItsOwn(@TempDir Path folder) throws Exception {
    StringWriter out = new StringWriter();
    Plan plan =
        new Plan(
            1,
            0,
            1,
            0,
            1,
            List.of(1),
            1,
            List.of(200),
            1,
            1,
            1,
            1,
            Map.of(),
            folder,
            Optional.empty(),
            "");
    Children children = new Children("org.inkstream.bench.ChildMain");
    Report report = new Report(new PrintWriter(out), true);

    // Fails by itself if an answer is lost, repeated or out of order.
    ThroughputBenchmark.smoke(
        new Bench(plan, folder, children, report, new PrintWriter(new StringWriter())));

    List<String> lines = out.toString().lines().toList();
    JsonNode row = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(row.get("benchmark").asText()).isEqualTo("throughput");
    assertThat(row.get("unit").asText()).isEqualTo("events/s");
    assertThat(row.get("value").asDouble()).isGreaterThan(1);
  }
}
