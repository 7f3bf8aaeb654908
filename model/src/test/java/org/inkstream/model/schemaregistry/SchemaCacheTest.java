package org.inkstream.model.schemaregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.inkstream.schemas.WriterSchemas;
import org.junit.jupiter.api.Test;

class SchemaCacheTest {

  private static final Schema SCHEMA = SchemaBuilder.builder().intType();
  private static final WriterSchemas.Answer FOUND = new WriterSchemas.Found(SCHEMA);
  private static final WriterSchemas.Answer UNKNOWN = new WriterSchemas.Unknown();

  private final FakeTime time = new FakeTime();
  private final List<Integer> asked = new ArrayList<>();
  private final Map<Integer, WriterSchemas.Answer> registered = new HashMap<>();
  private int failures;

  private final SchemaCache cache =
      new SchemaCache(
          new SchemaCache.Lookup() {
            @Override
            public WriterSchemas.Answer ask(int id) throws IOException {
              asked.add(id);
              if (failures > 0) {
                failures--;
                throw new IOException("Connection refused");
              }
              return registered.getOrDefault(id, UNKNOWN);
            }

            @Override
            public String toString() {
              return "http://registry";
            }
          },
          time);

  @Test
  void shouldAskForASchemaOnce() {
    registered.put(7, FOUND);

    assertThat(cache.byId(7)).isEqualTo(FOUND);
    assertThat(cache.byId(7)).isEqualTo(FOUND);
    assertThat(asked).containsExactly(7);
  }

  @Test
  void shouldRememberWhatCannotBeUsed() {
    registered.put(7, new WriterSchemas.Unusable("it is no Avro schema"));

    cache.byId(7);
    cache.byId(7);

    assertThat(asked).containsExactly(7);
  }

  @Test
  void shouldRememberForAMinuteThatThereIsNone() {
    assertThat(cache.byId(7)).isEqualTo(UNKNOWN);
    time.sleep(Duration.ofSeconds(59));
    assertThat(cache.byId(7)).isEqualTo(UNKNOWN);
    assertThat(asked).containsExactly(7);

    registered.put(7, FOUND);
    time.sleep(Duration.ofSeconds(1));
    assertThat(cache.byId(7)).isEqualTo(FOUND);
    assertThat(asked).containsExactly(7, 7);
  }

  @Test
  void shouldNotAskForWhatWasNoted() {
    cache.note(7, FOUND);

    assertThat(cache.byId(7)).isEqualTo(FOUND);
    assertThat(asked).isEmpty();
  }

  @Test
  void shouldAskAHundredTimesASecondInAFloodOfForgedIds() {
    for (int event = 0; event < 10_000; event++) {
      cache.byId(event % 1_000);
    }

    assertThat(asked).hasSize(1_000);
    // The first is free.
    assertThat(time.passed()).isEqualTo(Duration.ofMillis(999 * 10));
  }

  @Test
  void shouldForgetTheOldestOfTooManyForgedIds() {
    for (int id = 0; id <= SchemaCache.MOST_UNKNOWN; id++) {
      cache.byId(id);
      time.sleep(Duration.ofMillis(-10)); // as if all came in one minute
    }
    asked.clear();

    cache.byId(SchemaCache.MOST_UNKNOWN);
    assertThat(asked).isEmpty();
    cache.byId(0);
    assertThat(asked).containsExactly(0);
  }

  @Test
  void shouldForgetTheSchemaLongestUnusedOfTooMany() {
    cache.note(-1, FOUND);
    for (int id = 0; id < SchemaCache.MOST_FOUND - 1; id++) {
      cache.note(id, FOUND);
    }
    cache.byId(-1);
    cache.note(SchemaCache.MOST_FOUND, FOUND);

    cache.byId(-1);
    assertThat(asked).isEmpty();
    cache.byId(0);
    assertThat(asked).containsExactly(0);
  }

  @Test
  void shouldWaitForARegistryThatComesBack() {
    registered.put(7, FOUND);
    failures = 3;

    assertThat(cache.byId(7)).isEqualTo(FOUND);
    assertThat(asked).containsExactly(7, 7, 7, 7);
    assertThat(cache.trouble()).isEmpty();
  }

  @Test
  void shouldDecideNothingWhileTheRegistryIsAway() {
    registered.put(7, FOUND);
    failures = Integer.MAX_VALUE;

    assertThatThrownBy(() -> cache.byId(7))
        .isInstanceOf(UnresolvedSchemaException.class)
        .hasMessage(
            "schema 7 cannot be had from the schema registry at http://registry: Connection"
                + " refused");
    assertThat(time.passed()).isLessThanOrEqualTo(SchemaCache.PATIENCE);
    // 100 ms, 200 ms, 400 ms … between them, and some time is left for the last.
    assertThat(asked).hasSize(6);

    failures = 0;
    assertThat(cache.byId(7)).isEqualTo(FOUND);
  }

  @Test
  void shouldTellOfTroubleUntilItIsOver() {
    failures = Integer.MAX_VALUE;
    assertThatThrownBy(() -> cache.byId(7)).isInstanceOf(UnresolvedSchemaException.class);

    assertThat(cache.trouble()).hasValueSatisfying(told -> assertThat(told).contains("schema 7"));
    time.sleep(SchemaCache.TOLD_FOR);
    assertThat(cache.trouble()).isPresent();
    time.sleep(Duration.ofNanos(1));
    assertThat(cache.trouble()).isEmpty();

    assertThatThrownBy(() -> cache.byId(7)).isInstanceOf(UnresolvedSchemaException.class);
    failures = 0;
    cache.byId(8);
    assertThat(cache.trouble()).isEmpty();
  }

  @Test
  void shouldGiveUpWhenInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> cache.byId(7)).isInstanceOf(UnresolvedSchemaException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked).isEmpty();
  }
}
