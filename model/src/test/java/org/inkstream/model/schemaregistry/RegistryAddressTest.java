package org.inkstream.model.schemaregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryAddressTest {

  @Test
  void shouldTakeTheRootOfAnApi() {
    assertThat(RegistryAddress.parse(" https://r:8443/apis/ccompat/v7// ", Optional.empty()))
        .hasToString("https://r:8443/apis/ccompat/v7");
    assertThat(RegistryAddress.parse("http://localhost", Optional.of("a:b")).user())
        .hasValue("a:b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8081",
        "ftp://r",
        "http://",
        "http:///x",
        "http://r?a=b",
        "http://r#a",
        "r",
        "http://r/{}",
        "file:/etc/passwd"
      })
  void shouldRefuseWhatIsNone(String url) {
    assertThatThrownBy(() -> RegistryAddress.parse(url, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldNotSayAPassword() {
    assertThatThrownBy(() -> RegistryAddress.parse("http://u:secret@r", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> RegistryAddress.parse("http://u:secret@r/{}", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> RegistryAddress.parse("http://r", Optional.of("secret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
    assertThat(RegistryAddress.parse("http://r", Optional.of("u:secret"))).hasToString("http://r");
  }
}
