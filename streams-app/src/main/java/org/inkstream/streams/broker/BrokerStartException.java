package org.inkstream.streams.broker;

/**
 * The broker cannot start, for a reason the user can act on: the port is taken, the folder is in
 * use. The message is one line that says so.
 */
public final class BrokerStartException extends Exception {

  BrokerStartException(String message) {
    super(message);
  }

  BrokerStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
