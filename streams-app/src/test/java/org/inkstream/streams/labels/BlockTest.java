package org.inkstream.streams.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BlockTest {

  @Test
  void shouldReadTheEventsItWasGiven() {
    ByteBuffer entries = ByteBuffer.allocate(2 * Layout.scored(2));
    entries.putLong(1).putLong(-2).putLong(3000).putFloat(0.25f).putFloat(0.75f);
    entries.putLong(4).putLong(5).putLong(2000).putFloat(1).putFloat(0).flip();
    Block written = Block.ofEvents(7, "v1|ü", 2);
    written.addEvents(entries);

    Block block = Block.of(written.seal());

    assertThat(block.number()).isEqualTo(7);
    assertThat(block.version()).isEqualTo("v1|ü");
    assertThat(block.isOfLabels()).isFalse();
    assertThat(block.classes()).isEqualTo(2);
    assertThat(block.size()).isEqualTo(2);
    assertThat(block.earliest()).isEqualTo(2000);
    assertThat(block.latest()).isEqualTo(3000);
    assertThat(block.high(0)).isEqualTo(1);
    assertThat(block.low(0)).isEqualTo(-2);
    assertThat(block.time(0)).isEqualTo(3000);
    assertThat(block.probability(0, 1)).isEqualTo(0.75f);
    assertThat(block.probability(1, 0)).isEqualTo(1);
  }

  @Test
  void shouldReadTheLabelsItWasGiven() {
    Block written = Block.ofLabels(8);
    for (int i = 0; i < 100; i++) {
      written.addLabel(i, -i, 1000 + i, i - 1, i % 2 == 1);
    }

    Block block = Block.of(written.toBytes());

    assertThat(block.isOfLabels()).isTrue();
    assertThat(block.size()).isEqualTo(100);
    assertThat(block.latest()).isEqualTo(1099);
    for (int i = 0; i < 100; i++) {
      assertThat(block.high(i)).isEqualTo(i);
      assertThat(block.low(i)).isEqualTo(-i);
      assertThat(block.time(i)).isEqualTo(1000 + i);
      assertThat(block.truth(i)).isEqualTo(i - 1);
      assertThat(block.joined(i)).isEqualTo(i % 2 == 1);
    }
  }
}
