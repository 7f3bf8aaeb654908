package org.inkstream.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Row BASELINE =
      Row.baseline("speed", "theirs", "events/s", Sample.of(1000, 1200, 1100));
  private static final Row ROW =
      Row.baseline("speed", "ours", "events/s", Sample.of(30_000, 36_000, 44_000))
          .against(BASELINE)
          .withGoal(25)
          .with("cpu us", 12.34);

  private final StringWriter out = new StringWriter();

  @Test
  void shouldPrintAValueBesideItsBaselineTheRatioAndTheGoal() {
    new Report(new PrintWriter(out), false).row(ROW);

    // Round by round 30, 30 and 40.
    assertThat(out.toString().strip().replaceAll(" +", " "))
        .isEqualTo(
            "speed\n ours 36,000 events/s (30,000 to 44,000) 30.0 x (30.0 to 40.0) theirs, 1,100"
                + " goal 25.0 x cpu us 12.3");
  }

  @Test
  void shouldNameABenchmarkOnce() {
    Report report = new Report(new PrintWriter(out), false);

    report.row(BASELINE);
    report.row(ROW);

    assertThat(out.toString().lines().filter("speed"::equals)).hasSize(1);
  }

  @Test
  void shouldPrintOneJsonObjectALine() throws Exception {
    Report report = new Report(new PrintWriter(out), true);

    report.row(BASELINE);
    report.row(ROW);

    assertThat(out.toString().lines()).hasSize(2);
    JsonNode row = new ObjectMapper().readTree(out.toString().lines().toList().get(1));
    assertThat(row.get("name").asText()).isEqualTo("ours");
    assertThat(row.get("unit").asText()).isEqualTo("events/s");
    assertThat(row.get("value").asDouble()).isEqualTo(36_000);
    assertThat(row.get("min").asDouble()).isEqualTo(30_000);
    assertThat(row.get("max").asDouble()).isEqualTo(44_000);
    assertThat(row.get("baseline").asDouble()).isEqualTo(1100);
    assertThat(row.get("ratio").asDouble()).isEqualTo(30);
    assertThat(row.get("goal").asDouble()).isEqualTo(25);
  }

  @Test
  void shouldWriteThreeDigitsThatCount() {
    assertThat(Report.number(1234567.8)).isEqualTo("1,234,568");
    assertThat(Report.number(123.4)).isEqualTo("123");
    assertThat(Report.number(12.34)).isEqualTo("12.3");
    assertThat(Report.number(1.234)).isEqualTo("1.23");
    assertThat(Report.number(0)).isEqualTo("0");
    assertThat(Report.plain(99.9)).isEqualTo("99.9");
    assertThat(Report.plain(50)).isEqualTo("50");
  }
}
