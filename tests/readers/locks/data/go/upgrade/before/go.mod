module example.com/shop

go 1.21

require (
	example.com/alpha v1.0.0
	example.com/beta/v2 v2.0.1
	example.com/gamma v0.3.0
)

require (
	example.com/old v1.0.0 // indirect
	example.com/shared v1.0.0 // indirect
)
