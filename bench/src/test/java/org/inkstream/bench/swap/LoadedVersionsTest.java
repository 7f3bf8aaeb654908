package org.inkstream.bench.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadedVersionsTest {

  @Test
  void shouldReadNativeBytesOfEachVersion() {
    String page =
        """
        # TYPE inkstream_native_bytes gauge
        inkstream_native_bytes{version="a-1.2"} 1724320.0
        inkstream_native_bytes{version="b"} 1.72432E7
        inkstream_native_bytes_total{version="c"} 5.0
        """;

    assertThat(LoadedVersions.nativeBytes(page))
        .isEqualTo(Map.of("a-1.2", 1_724_320L, "b", 17_243_200L));
  }
}
