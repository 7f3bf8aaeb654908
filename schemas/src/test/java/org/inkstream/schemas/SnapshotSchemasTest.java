package org.inkstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotSchemasTest {

  private final Schema first =
      SchemaBuilder.record("Sample").fields().requiredString("id").endRecord();
  private final Schema second =
      SchemaBuilder.record("Sample")
          .fields()
          .requiredString("id")
          .optionalString("more")
          .endRecord();

  @TempDir Path folder;

  @BeforeEach
  void nothingIsReleased() throws Exception {
    Files.writeString(folder.resolve("INDEX"), "");
  }

  @Test
  void shouldWriteEachSchemaWholeAndReadable() throws Exception {
    List<String> written = SnapshotSchemas.write(folder, WireRecords.ALL);

    assertThat(written).hasSameSizeAs(WireRecords.ALL).contains("ModelStatus.1.avsc");
    assertThat(folder.resolve("INDEX")).hasContent(String.join("\n", written));
    Schema alone =
        new Schema.Parser().parse(Files.readString(folder.resolve("ModelStatus.1.avsc")));
    assertThat(SchemaNormalization.toParsingForm(alone))
        .isEqualTo(SchemaNormalization.toParsingForm(ModelStatus.getClassSchema()));
    assertThat(alone.getDoc()).isEqualTo(ModelStatus.getClassSchema().getDoc());
    assertThat(alone.toString()).doesNotContain("avro.java");
  }

  @Test
  void shouldWriteOnlyWhatHasChangedSinceTheLastRelease() throws Exception {
    assertThat(SnapshotSchemas.write(folder, List.of(first))).containsExactly("Sample.1.avsc");
    assertThat(SnapshotSchemas.write(folder, List.of(first))).isEmpty();
    String released = Files.readString(folder.resolve("Sample.1.avsc"));

    assertThat(SnapshotSchemas.write(folder, List.of(second))).containsExactly("Sample.2.avsc");

    assertThat(folder.resolve("Sample.1.avsc")).hasContent(released);
    assertThat(folder.resolve("INDEX")).hasContent("Sample.1.avsc\nSample.2.avsc");
  }
}
