package appliance

// RPCFault lets the tests see which ends of an exchange count as a line that broke.
var RPCFault = rpcFault
