package org.inkstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What is asked of every schema, nested ones included. */
class SchemaStyleTest {

  private static final Pattern NAME_OF_A_TIME =
      Pattern.compile("at|watermark|.*(At|From|Start|End|Time|Timestamp)");

  private final Set<Schema> types = namedTypes();

  @Test
  void shouldFindTheNestedTypes() {
    assertThat(types)
        .contains(
            ImageEncoding.getClassSchema(),
            ModelState.getClassSchema(),
            SwapReceipt.getClassSchema(),
            LatencySummary.getClassSchema());
  }

  @Test
  void shouldExplainEveryTypeAndEveryField() {
    assertThat(types).allSatisfy(type -> assertThat(type.getDoc()).isNotBlank());
    assertThat(fields(field -> field.doc() == null || field.doc().isBlank())).isEmpty();
  }

  @Test
  void shouldGiveEveryTimeItsLogicalType() {
    assertThat(
            fields(
                field ->
                    isLong(field)
                        && NAME_OF_A_TIME.matcher(field.name()).matches()
                        && !isTimestamp(field)))
        .isEmpty();
  }

  @Test
  void shouldNameEveryTimeAsOne() {
    assertThat(
            fields(field -> isTimestamp(field) && !NAME_OF_A_TIME.matcher(field.name()).matches()))
        .isEmpty();
    assertThat(fields(SchemaStyleTest::isTimestamp)).hasSizeGreaterThan(10);
  }

  @Test
  void shouldGiveEveryEnumerationASymbolForWhatANewerWriterSays() {
    assertThat(types)
        .filteredOn(type -> type.getType() == Schema.Type.ENUM)
        .isNotEmpty()
        .allSatisfy(type -> assertThat(type.getEnumDefault()).isEqualTo("UNKNOWN"));
  }

  private List<String> fields(Predicate<Schema.Field> wanted) {
    List<String> found = new ArrayList<>();
    for (Schema type : types) {
      if (type.getType() == Schema.Type.RECORD) {
        for (Schema.Field field : type.getFields()) {
          if (wanted.test(field)) {
            found.add(type.getName() + "." + field.name());
          }
        }
      }
    }
    return found;
  }

  private static boolean isLong(Schema.Field field) {
    return field.schema().getType() == Schema.Type.LONG;
  }

  private static boolean isTimestamp(Schema.Field field) {
    return LogicalTypes.timestampMillis().equals(field.schema().getLogicalType());
  }

  private static Set<Schema> namedTypes() {
    Set<Schema> found = new LinkedHashSet<>();
    WireRecords.ALL.forEach(schema -> collect(schema, found));
    return found;
  }

  private static void collect(Schema schema, Set<Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.add(schema)) {
          schema.getFields().forEach(field -> collect(field.schema(), found));
        }
      }
      case ENUM, FIXED -> found.add(schema);
      case ARRAY -> collect(schema.getElementType(), found);
      case MAP -> collect(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(member -> collect(member, found));
      default -> {
        // Not named.
      }
    }
  }
}
